/**
 * Rejects: read with their bytes, saved as files, put back on the images topic. Knows nothing of
 * the command line.
 */
@NullMarked
package dev.tagstream.cli.rejects;

import org.jspecify.annotations.NullMarked;
