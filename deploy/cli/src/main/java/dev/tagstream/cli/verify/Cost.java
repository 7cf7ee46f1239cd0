package dev.tagstream.cli.verify;

/**
 * What a model's runs took on average.
 *
 * @param wallMillis of one image, by the clock
 * @param cpuMillis of one image, of the thread that runs the session
 */
record Cost(double wallMillis, double cpuMillis) {}
