package dev.tagstream.cli.rejects;

/**
 * What to put back, and where.
 *
 * @param rejectsTopic the topic of rejects
 * @param imagesTopic the topic that the job reads
 * @param selection which rejects
 */
public record ReplayRequest(String rejectsTopic, String imagesTopic, RejectSelection selection) {}
