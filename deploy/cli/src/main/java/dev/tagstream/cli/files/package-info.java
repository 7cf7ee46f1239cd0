/**
 * Selects the files that a command works on: files below a folder or in a list. Does not depend on
 * Kafka or models.
 */
@NullMarked
package dev.tagstream.cli.files;

import org.jspecify.annotations.NullMarked;
