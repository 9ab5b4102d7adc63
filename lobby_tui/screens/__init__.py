"""What is seen; one screen a file, its stylesheet beside it."""
