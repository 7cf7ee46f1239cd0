/**
 * {@code tagstream rejects} and {@code tagstream replay}: reads rejects with their bytes, saves
 * them as files, and replays them to the images topic.
 */
@NullMarked
package dev.tagstream.cli.rejects;

import org.jspecify.annotations.NullMarked;
