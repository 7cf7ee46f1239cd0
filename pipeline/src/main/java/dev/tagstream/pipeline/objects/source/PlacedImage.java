package dev.tagstream.pipeline.objects.source;

import dev.tagstream.pipeline.objects.read.ReadImage;

/**
 * An image and where reading goes on behind it.
 *
 * @param object the index of its object in the split
 * @param images how many images of that object have been read with it
 */
record PlacedImage(ReadImage image, int object, long images) {}
