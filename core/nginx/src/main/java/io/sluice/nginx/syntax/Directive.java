package io.sluice.nginx.syntax;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A directive with its block, if it has one. Of an {@code include}, what the files hold follows as siblings.
 *
 * @param name its first word
 * @param arguments the further words
 * @param block what stands between its braces; empty where a semicolon ends it
 * @param place where its name stands
 * @param end where its {@code ;} or <code>{</code> stands: the place that nginx names when something is wrong with it
 * @param ordinal its number in the order of reading, through all files, from 0
 * @param comments before it, on lines of their own or between its words
 * @param remark behind its {@code ;} or <code>{</code>, on the same line
 */
public record Directive(
        String name,
        List<Argument> arguments,
        Optional<Block> block,
        Place place,
        Place end,
        int ordinal,
        List<Comment> comments,
        Optional<Comment> remark) {
    /** Copies the lists, and checks that nothing is null. */
    public Directive {
        Objects.requireNonNull(name);
        arguments = List.copyOf(arguments);
        Objects.requireNonNull(block);
        Objects.requireNonNull(place);
        Objects.requireNonNull(end);
        comments = List.copyOf(comments);
        Objects.requireNonNull(remark);
    }

    /**
     * The text of an argument.
     *
     * @param index from 0
     * @throws IndexOutOfBoundsException when there are fewer
     */
    public String text(int index) {
        return arguments.get(index).text();
    }

    /** The texts of all arguments. */
    public List<String> texts() {
        return arguments.stream().map(Argument::text).toList();
    }

    /** What stands in its block; nothing where it has none. */
    public List<Directive> children() {
        return block.map(Block::directives).orElse(List.of());
    }

    /** As it could be written, on one line. */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder(Words.write(new Argument(name, false)));
        for (Argument argument : arguments) {
            line.append(' ').append(Words.write(argument));
        }
        return line.append(block.isPresent() ? " {" : ";").toString();
    }
}
