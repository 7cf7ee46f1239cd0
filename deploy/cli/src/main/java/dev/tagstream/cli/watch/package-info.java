/**
 * {@code tagstream watch}: the latest images of a running stream and its figures, on a page at
 * loopback.
 *
 * <pre>
 * image-tags ────┐                                  GET /             the page
 * image-rejects ─┴─> Watch ──> LiveBoard ──> LivePage
 * image-events ──┘   (one thread)  (bounded)        GET /latest.json  what is new, each second
 * </pre>
 *
 * <p>Everything comes from the topics, so the job may run anywhere and takes no part. {@link Watch}
 * reads committed results and rejects from their ends on, joins no group, and counts them all. It
 * shows some: each second the newest few of both kinds, whose images it reads again from the place
 * that the outcome names. So a fast stream costs no more than a slow one, and memory holds the last
 * images only. The rate is that of the times in the outcomes, because outcomes become visible a
 * checkpoint at a time. The lag is what the job's group has not committed of the images topic.
 *
 * <p>The page is built like that of a file: one document with its own script and style, whose
 * Content-Security-Policy allows no others and requests to its own origin only. Data comes as JSON
 * and becomes text. The server answers to its own name only, so that no other site can read the
 * images through a browser, and listens on 127.0.0.1 unless {@code --listen} names another address.
 *
 * <p>{@code tagstream status} prints the same figures once, with the progress and the time left. Of
 * a job over objects, which has no topics, Flink's REST interface tells what the source reports.
 */
@NullMarked
package dev.tagstream.cli.watch;

import org.jspecify.annotations.NullMarked;
