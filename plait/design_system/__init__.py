"""How Plait looks and speaks: layouts, components, form fields, drawings, words.

It knows nothing of children, plans or permission. Pages hand it frozen objects that
are already decided and already in words.
"""
