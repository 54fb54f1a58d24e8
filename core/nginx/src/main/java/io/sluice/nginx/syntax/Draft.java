package io.sluice.nginx.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A directive that is still being read: its block, and the comment behind it, come after it. */
final class Draft {
    private final Token token;
    private final String file;
    private final int ordinal;
    private final List<Comment> comments;
    private Comment remark;
    private Body body;

    Draft(Token token, String file, int ordinal, List<Comment> comments) {
        this.token = token;
        this.file = file;
        this.ordinal = ordinal;
        this.comments = new ArrayList<>(comments);
    }

    /** The line of its semicolon or opening brace. */
    int line() {
        return token.line();
    }

    int ordinal() {
        return ordinal;
    }

    void remark(Comment comment) {
        remark = comment;
    }

    /** Comments that have no directive of their own, from the end of a file that it includes. */
    void addComments(List<Comment> more) {
        comments.addAll(more);
    }

    /** Gives it a block. */
    Body open() {
        body = new Body(new Place(file, token.line()));
        return body;
    }

    Directive build() {
        List<Argument> words = token.words();
        return new Directive(
                words.get(0).text(),
                words.subList(1, words.size()),
                Optional.ofNullable(body).map(Body::build),
                new Place(file, token.start()),
                new Place(file, token.line()),
                ordinal,
                comments,
                Optional.ofNullable(remark));
    }

    /** What stands in a block, or outside of all. */
    static final class Body {
        private final List<Draft> drafts = new ArrayList<>();
        private final List<Comment> closing = new ArrayList<>();
        private Place end;
        private boolean closed;

        Body(Place end) {
            this.end = end;
        }

        void add(Draft draft) {
            drafts.add(draft);
        }

        void close(List<Comment> comments) {
            closing.addAll(comments);
        }

        /** All of it was read. */
        void end(Place place) {
            end = place;
            closed = true;
        }

        Block build() {
            return new Block(drafts.stream().map(Draft::build).toList(), closing, end, closed);
        }
    }
}
