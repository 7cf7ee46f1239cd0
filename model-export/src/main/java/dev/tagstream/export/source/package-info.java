/**
 * Finds the file that weights are read from: a path, an https URL or a well-known name; what comes
 * over the network is kept in a cache and checked before use.
 *
 * <p>Knows nothing of what is in the file.
 *
 * <p>The downloader is our own, on {@link java.net.http.HttpClient}. Libraries such as Methanol add
 * caching, retries and progress to that client, but none resumes a file of gigabytes by If-Range,
 * refuses plain http after a redirect, limits its size, and lets two processes share one download;
 * that is what this package consists of, and each of it has a test against a real server.
 */
@NullMarked
package dev.tagstream.export.source;

import org.jspecify.annotations.NullMarked;
