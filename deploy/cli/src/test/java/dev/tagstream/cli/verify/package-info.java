@NullMarked
package dev.tagstream.cli.verify;

import org.jspecify.annotations.NullMarked;
