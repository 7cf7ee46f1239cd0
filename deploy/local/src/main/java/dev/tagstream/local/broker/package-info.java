/** A Kafka broker inside this process, for one command's lifetime. Knows nothing of images. */
@NullMarked
package dev.tagstream.local.broker;

import org.jspecify.annotations.NullMarked;
