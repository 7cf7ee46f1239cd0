/**
 * Fetches images whose events name a URI. Events are untrusted: a sender must not be able to make
 * this process read what only this process can reach.
 *
 * <p><b>Which URIs.</b> {@link dev.tagstream.pipeline.fetch.ImageUri} accepts one strict form and
 * repairs nothing: no credentials, no fragments, no dot segments, escaped or not, no unusual forms
 * of addresses. {@link dev.tagstream.pipeline.fetch.AllowList} compares scheme, host, port and path
 * with the configured places, also for each redirect. At most three redirects are followed.
 *
 * <p><b>Which addresses.</b> An allowed host name may still resolve to an internal address. {@link
 * dev.tagstream.pipeline.fetch.CheckedAddresses} is the resolver of the HTTP client, which connects
 * to exactly the addresses that were checked, so DNS rebinding has no effect. TLS verifies the host
 * name. All addresses of a host must be public, unless the configuration names the host.
 *
 * <p><b>How many.</b> {@link dev.tagstream.pipeline.fetch.FetchWindow} holds a bounded number of
 * images and bytes, and emits images in the order of their events. The first image always gets its
 * room, so the window always advances. When a server answers 429 or 503, {@link
 * dev.tagstream.pipeline.fetch.AdaptiveLimit} halves the number of concurrent attempts of the slot;
 * each image that arrives increases it a little.
 *
 * <p><b>The outcome.</b> An image, or a reject with a reason. A failure that may be transient is
 * retried a limited number of times, and then becomes a reject. Flink's state contains only the
 * event.
 *
 * <p><b>Models.</b> {@link dev.tagstream.pipeline.fetch.ModelFetching} fetches models by the same
 * rules, from places of their own, into a folder whose files are named by their SHA-256.
 *
 * <p>Messages show URIs without their queries, which may contain signatures. Depends on {@code
 * record}, {@code bytes}, {@code objects.s3} and the network, not on Flink or Kafka.
 *
 * <p>Not part of the API, except for types that the API's signatures name.
 */
@NullMarked
package dev.tagstream.pipeline.fetch;

import org.jspecify.annotations.NullMarked;
