"""An executable minute book."""
