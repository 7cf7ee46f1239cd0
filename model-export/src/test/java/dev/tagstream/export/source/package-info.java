/** Tests of where weights come from, with a real https server. */
@NullMarked
package dev.tagstream.export.source;

import org.jspecify.annotations.NullMarked;
