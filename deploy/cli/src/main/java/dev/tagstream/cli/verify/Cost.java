package dev.tagstream.cli.verify;

/**
 * The average cost of a model's runs.
 *
 * @param wallMillis of one image, by the clock
 * @param cpuMillis of one image, of the thread that runs the session
 */
record Cost(double wallMillis, double cpuMillis) {}
