@NullMarked
package dev.tagstream.cli.page;

import org.jspecify.annotations.NullMarked;
