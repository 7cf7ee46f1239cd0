/**
 * Pages that show tagged images: one file that needs nothing else, with thumbnails, filters and
 * figures; or a page that is served while images come in.
 *
 * <p>The pages' HTML, CSS and JavaScript are resources. Ids, labels and whatever else comes from
 * images or models lie in a page as JSON and become text, never markup. A Content-Security-Policy
 * allows only the page's own script and style, by their hashes. Does not depend on Flink and Kafka.
 */
@NullMarked
package dev.tagstream.cli.page;

import org.jspecify.annotations.NullMarked;
