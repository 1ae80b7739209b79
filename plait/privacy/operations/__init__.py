"""What people do at the privacy lead's desk, each kind in its own module."""
