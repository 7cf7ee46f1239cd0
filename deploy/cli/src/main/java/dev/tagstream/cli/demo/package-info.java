/**
 * The demo: a folder of pictures goes through a real broker and the real job, and every picture
 * comes back.
 */
@NullMarked
package dev.tagstream.cli.demo;

import org.jspecify.annotations.NullMarked;
