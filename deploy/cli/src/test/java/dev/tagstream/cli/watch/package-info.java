@NullMarked
package dev.tagstream.cli.watch;

import org.jspecify.annotations.NullMarked;
