package dev.tagstream.cli.tag.input;

import dev.tagstream.pipeline.objects.read.ReadSettings;
import dev.tagstream.pipeline.objects.store.StoreFactory;

/**
 * The settings for reading images.
 *
 * @param stores the stores of URIs
 * @param reading the settings for objects
 */
public record InputSettings(StoreFactory stores, ReadSettings reading) {}
