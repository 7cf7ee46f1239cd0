package dev.tagstream.cli.verify;

/**
 * What a model's runs took on average.
 *
 * @param wallMillis of one picture, by the clock
 * @param cpuMillis of one picture, of the thread that runs the session
 */
record Cost(double wallMillis, double cpuMillis) {}
