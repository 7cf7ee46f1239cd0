/** Tests of what a finished model must do before it gets its name. */
@NullMarked
package dev.tagstream.export.verify;

import org.jspecify.annotations.NullMarked;
