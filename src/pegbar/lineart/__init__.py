"""Line art from finished pictures: arrays in, arrays out."""
