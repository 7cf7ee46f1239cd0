/**
 * The {@code tagstream} command: flags, help, exit codes. Each command is a small class; the work
 * is done in the packages below, which know nothing of the command line.
 */
@NullMarked
package dev.tagstream.cli;

import org.jspecify.annotations.NullMarked;
