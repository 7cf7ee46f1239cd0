/**
 * Locates a weights file: a path, an https URL or a well-known name. Downloads are cached and
 * verified before use.
 *
 * <p>Does not depend on the content of the file.
 *
 * <p>Tagstream has its own downloader on {@link java.net.http.HttpClient}. Libraries such as
 * Methanol add caching, retries and progress to that client, but none resumes a file of gigabytes
 * by If-Range, refuses plain http after a redirect, limits its size, and lets two processes share
 * one download; this package does exactly that, with tests against a real server.
 *
 * <p>Not part of the API, except for types that the API's signatures name.
 */
@NullMarked
package dev.tagstream.export.source;

import org.jspecify.annotations.NullMarked;
