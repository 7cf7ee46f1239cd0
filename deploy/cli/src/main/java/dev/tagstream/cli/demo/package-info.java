/**
 * {@code tagstream demo}: sends a folder of images through a real broker and the real job, and
 * accounts for every image.
 */
@NullMarked
package dev.tagstream.cli.demo;

import org.jspecify.annotations.NullMarked;
