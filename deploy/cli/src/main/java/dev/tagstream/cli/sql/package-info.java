/**
 * {@code tagstream sql}: statements of Flink SQL, run by a Flink in this process.
 *
 * <p>{@link dev.tagstream.cli.sql.SqlScript} splits a text into statements, {@link
 * dev.tagstream.cli.sql.TopicTables} defines the tables of the topics, {@link
 * dev.tagstream.cli.sql.SqlSession} runs one statement after another, and a {@link
 * dev.tagstream.cli.sql.RowPrinter} prints the rows of a query.
 */
@NullMarked
package dev.tagstream.cli.sql;

import org.jspecify.annotations.NullMarked;
