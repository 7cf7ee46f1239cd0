/**
 * The format {@code tagstream-avro}: the records of the job's topics, in Avro's single-object
 * encoding, as rows of a table. It is a source and a sink for any connector that takes formats,
 * such as {@code kafka}.
 *
 * <p>A table says which record it has with {@code 'tagstream-avro.record'}, and has any of the
 * record's fields as columns, by name and type. A row without a field that readers need gets the
 * value that stands for "none" in the record's schema, where there is one.
 *
 * <p>Knows the generated Avro classes, their codec and Flink's table API. Must not know Kafka and
 * models.
 */
@NullMarked
package dev.tagstream.sql.format;

import org.jspecify.annotations.NullMarked;
