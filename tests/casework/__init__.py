"""The pure core of casework, proved with values alone."""
