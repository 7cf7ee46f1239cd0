/**
 * What the user of a command sees while it works and when it cannot, and the folders of files that
 * a command takes. Knows nothing of images.
 */
@NullMarked
package dev.tagstream.console;

import org.jspecify.annotations.NullMarked;
