/**
 * A log for commands that are over before a logging framework has read its configuration: warnings
 * on standard error, and nothing else. Knows no command.
 */
@NullMarked
package dev.tagstream.cli.log;

import org.jspecify.annotations.NullMarked;
