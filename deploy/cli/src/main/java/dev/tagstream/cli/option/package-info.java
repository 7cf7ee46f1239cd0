/**
 * What several commands share: options, the console they write to, and the files beside the script.
 * Knows no command.
 */
@NullMarked
package dev.tagstream.cli.option;

import org.jspecify.annotations.NullMarked;
