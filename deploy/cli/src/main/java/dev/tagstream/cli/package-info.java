/**
 * The {@code tagstream} command: its subcommands, exit codes and log. Each subcommand is a class
 * {@code XCommand} in the room of its domain: {@code demo}, {@code model} ({@code export}, {@code
 * fetch}, {@code inspect}, {@code warm}), {@code verify}, {@code publish}, {@code job} ({@code
 * run}, {@code job}), {@code results}, {@code rejects} ({@code rejects}, {@code replay}), {@code
 * watch}, {@code sql}, {@code topic} ({@code broker}, {@code topics}), {@code doctor} and {@code
 * bench}. Options that several rooms share are in {@code option}. In each room only the classes
 * named {@code Command} or {@code Options} know the command line.
 */
@NullMarked
package dev.tagstream.cli;

import org.jspecify.annotations.NullMarked;
