package dev.tagstream.cli.tag.input;

import dev.tagstream.pipeline.objects.read.ReadSettings;
import dev.tagstream.pipeline.objects.store.StoreFactory;

/**
 * How images are read.
 *
 * @param stores what URIs lead to
 * @param reading of what is read of objects
 */
public record InputSettings(StoreFactory stores, ReadSettings reading) {}
