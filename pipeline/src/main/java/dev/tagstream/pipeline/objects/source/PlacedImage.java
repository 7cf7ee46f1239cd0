package dev.tagstream.pipeline.objects.source;

import dev.tagstream.pipeline.objects.read.ReadImage;

/**
 * An image and the position after it.
 *
 * @param image the image or reject
 * @param object the index of its object in the split
 * @param images the number of images of that object up to and including this one; {@link
 *     Long#MAX_VALUE} if none may follow
 * @param readShare the part of that object that has been read, 0 to 1
 */
record PlacedImage(ReadImage image, int object, long images, double readShare) {}
