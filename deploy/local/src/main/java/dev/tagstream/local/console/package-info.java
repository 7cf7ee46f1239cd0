/** What the user sees while a command works and when it cannot. Knows nothing of images. */
@NullMarked
package dev.tagstream.local.console;

import org.jspecify.annotations.NullMarked;
