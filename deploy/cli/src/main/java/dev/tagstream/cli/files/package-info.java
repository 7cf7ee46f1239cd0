/**
 * Files on this machine that a command works on: those below a folder, or those of a list, and
 * which of them are wanted. Knows neither Kafka nor models.
 */
@NullMarked
package dev.tagstream.cli.files;

import org.jspecify.annotations.NullMarked;
