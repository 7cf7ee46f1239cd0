/** Flink inside this process, for one command's lifetime. Knows nothing of images. */
@NullMarked
package dev.tagstream.local.flink;

import org.jspecify.annotations.NullMarked;
