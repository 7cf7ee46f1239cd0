/**
 * Logging for short commands, which would end before a logging framework has read its
 * configuration: warnings on standard error only. Does not depend on any command.
 */
@NullMarked
package dev.tagstream.cli.log;

import org.jspecify.annotations.NullMarked;
