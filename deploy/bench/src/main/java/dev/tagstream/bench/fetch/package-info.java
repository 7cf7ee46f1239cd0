/** A server of images for jobs that fetch them. Knows neither jobs nor Kafka. */
@NullMarked
package dev.tagstream.bench.fetch;

import org.jspecify.annotations.NullMarked;
