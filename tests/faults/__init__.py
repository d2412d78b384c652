"""What must hold when things break: crashes at every seam, faults in any order, kills, full disks, dead servers."""
