/**
 * Fetches images whose events name a URI. An event is not trusted: whoever may send one must not be
 * able to make this process read what only this process can reach.
 *
 * <p><b>Which URIs.</b> {@link dev.tagstream.pipeline.fetch.ImageUri} reads one strict form and
 * repairs nothing: no credentials, no fragments, no dot segments, no escapes of them, no odd forms
 * of addresses. {@link dev.tagstream.pipeline.fetch.AllowList} compares scheme, host, port and path
 * with the places of the configuration, and does so again for each redirect, of which there are at
 * most three.
 *
 * <p><b>Which addresses.</b> A host that is allowed may still lead inside. {@link
 * dev.tagstream.pipeline.fetch.CheckedAddresses} is the resolver of the HTTP client, which connects
 * to the very addresses that were checked; a name that answers differently the next time gains
 * nothing. TLS names and verifies the host. All addresses of a host must be public, unless the
 * configuration names the host.
 *
 * <p><b>How many.</b> {@link dev.tagstream.pipeline.fetch.FetchWindow} holds a bounded number of
 * images and of bytes, and hands images on in the order of their events. The first is always given
 * its bytes, so the window always moves. When a server answers 429 or 503, {@link
 * dev.tagstream.pipeline.fetch.AdaptiveLimit} halves what the slot fetches at a time; each image
 * that comes adds a little.
 *
 * <p><b>What becomes of it.</b> An image, or a reject with a reason. A failure that may pass is
 * tried again some times, then it is a reject too. Nothing of it is in Flink's state but the event.
 *
 * <p>Messages show URIs without their queries, which may have signatures. Knows {@code record},
 * {@code bytes}, {@code objects.s3} and the network; neither Flink nor Kafka.
 */
@NullMarked
package dev.tagstream.pipeline.fetch;

import org.jspecify.annotations.NullMarked;
