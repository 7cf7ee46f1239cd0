/**
 * Pages that show tagged images: a self-contained file with thumbnails, filters and figures, or a
 * page that a server updates while images arrive.
 *
 * <p>The pages' HTML, CSS and JavaScript are resources. Ids, labels and all other data from images
 * or models are embedded as JSON and displayed as text, never as markup. A Content-Security-Policy
 * allows only the page's own script and style, by their hashes. Does not depend on Flink and Kafka.
 */
@NullMarked
package dev.tagstream.cli.page;

import org.jspecify.annotations.NullMarked;
