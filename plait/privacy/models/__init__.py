"""What privacy leads keep, each kind in its own module."""
