/** The manifests, held against schemas and options. It starts nothing and asks no cluster. */
@NullMarked
package dev.tagstream.kubernetes;

import org.jspecify.annotations.NullMarked;
