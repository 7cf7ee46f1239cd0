/**
 * Creates and inspects Tagstream model files. Start reading at {@link
 * dev.tagstream.export.ExportModel}.
 */
@NullMarked
package dev.tagstream.export;

import org.jspecify.annotations.NullMarked;
