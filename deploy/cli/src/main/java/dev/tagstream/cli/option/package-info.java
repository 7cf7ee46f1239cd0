/**
 * Shared by several commands: options, the console, and the files beside the script. Does not
 * depend on any command.
 */
@NullMarked
package dev.tagstream.cli.option;

import org.jspecify.annotations.NullMarked;
