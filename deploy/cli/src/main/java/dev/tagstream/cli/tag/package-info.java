/**
 * {@code tagstream tag}: tags images on this machine in this process, without a broker and without
 * Flink. {@code input} says where images come from, {@code output} where answers go.
 */
@NullMarked
package dev.tagstream.cli.tag;

import org.jspecify.annotations.NullMarked;
