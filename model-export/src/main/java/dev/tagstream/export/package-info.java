/**
 * Creates and inspects Tagstream model files. Start reading at {@link
 * dev.tagstream.export.ExportModel}.
 *
 * <p>Part of the API, see {@code pipeline/README.md}.
 */
@NullMarked
package dev.tagstream.export;

import org.jspecify.annotations.NullMarked;
