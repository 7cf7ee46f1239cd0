/**
 * Statements of Flink SQL that do the work of the job, on the same topics. Flink finds {@code
 * tagstream-sql} by its service loader.
 */
@NullMarked
package dev.tagstream.bench.sql;

import org.jspecify.annotations.NullMarked;
