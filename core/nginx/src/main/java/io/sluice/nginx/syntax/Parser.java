package io.sluice.nginx.syntax;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Reads one configuration: the blocks of its files, and the files that they include, in the order in which nginx does. */
final class Parser {
    private final Path mainFile;
    private final Limits limits;
    private final String prefix;
    private final List<Problem> problems = new ArrayList<>();
    private final Deque<Path> open = new ArrayDeque<>();

    private long bytes;
    private int files;
    private int depth;
    private int ordinal;
    /** How many lines the file had that was read last. */
    private int lines;

    Parser(Path mainFile, Limits limits) {
        this.mainFile = mainFile.toAbsolutePath();
        this.limits = limits;
        Path folder = this.mainFile.getParent();
        String name = folder == null ? "/" : folder.toString();
        this.prefix = name.endsWith("/") ? name : name + "/";
    }

    Configuration parse() {
        String name = mainFile.toString();
        Draft.Body main = new Draft.Body(new Place(name, 1));
        try {
            main.close(readFile(name, main));
            main.end(new Place(name, lines));
        } catch (UnreadableException e) {
            problems.add(new Problem(0, Optional.empty(), e.getMessage(), Optional.empty()));
        } catch (StopException e) {
            problems.add(e.problem);
        }
        return new Configuration(prefix, main.build(), problems);
    }

    /** Reads a file into a block, and gives the comments after its last directive. */
    private List<Comment> readFile(String name, Draft.Body into) throws UnreadableException, StopException {
        byte[] content;
        Path real;
        try {
            Path path = Path.of(name);
            content = load(path, name);
            real = path.toRealPath();
        } catch (IOException | InvalidPathException e) {
            throw new UnreadableException("open() \"" + name + "\" failed (" + e.getMessage() + ")");
        }
        if (open.contains(real)) {
            throw new UnreadableException("\"" + name + "\" includes itself");
        }
        open.push(real);
        SourceFile file = new SourceFile(name, content);
        try {
            return file.read(into);
        } finally {
            open.pop();
            lines = file.tokenizer.line();
        }
    }

    private byte[] load(Path file, String name) throws UnreadableException {
        files++;
        if (files > limits.files()) {
            throw new UnreadableException("more than " + limits.files() + " files are included");
        }
        long left = limits.bytes() - bytes;
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes((int) Math.min(left + 1, Integer.MAX_VALUE - 16));
            if (content.length > left) {
                throw new UnreadableException("the configuration has more than " + limits.bytes() + " bytes");
            }
            bytes += content.length;
            return content;
        } catch (NoSuchFileException e) {
            throw new UnreadableException("open() \"" + name + "\" failed (2: No such file or directory)");
        } catch (AccessDeniedException e) {
            throw new UnreadableException("open() \"" + name + "\" failed (13: Permission denied)");
        } catch (IOException e) {
            boolean folder = Files.isDirectory(file);
            throw new UnreadableException(
                    folder
                            ? "read() \"" + name + "\" failed (21: Is a directory)"
                            : "open() \"" + name + "\" failed (" + e.getMessage() + ")");
        }
    }

    /** A file cannot be read; the message is nginx's, without the place. */
    private static final class UnreadableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnreadableException(String message) {
            super(message, null, false, false);
        }
    }

    /** Nothing more can be read. */
    private static final class StopException extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Problem problem;

        StopException(Problem problem) {
            super(problem.message(), null, false, false);
            this.problem = problem;
        }
    }

    /** One file being read. */
    private final class SourceFile {
        private final String name;
        private final Tokenizer tokenizer;
        /** The directive, or the closed block, that a comment on its last line belongs to. */
        private Draft last;

        private Draft.Body closed;
        private int closedLine;

        SourceFile(String name, byte[] content) {
            this.name = name;
            this.tokenizer = new Tokenizer(content);
        }

        /** Reads all of it, and gives the comments after its last directive. */
        List<Comment> read(Draft.Body into) throws StopException {
            Token token = directives(into);
            if (token.end() == Token.End.BLOCK_DONE) {
                throw stop("unexpected \"}\"", token.line());
            }
            return comments();
        }

        /** Reads directives until a block or the file ends; gives what ended them, with the comments before it not taken. */
        private Token directives(Draft.Body into) throws StopException {
            while (true) {
                Token token = next();
                if (token.end() == Token.End.BLOCK_DONE || token.end() == Token.End.FILE_DONE) {
                    return token;
                }
                Draft draft = new Draft(token, name, ordinal++, comments());
                into.add(draft);
                last = draft;
                if (token.end() == Token.End.BLOCK_START) {
                    block(draft);
                } else if (isInclude(token)) {
                    include(draft, token.words().get(1).text(), into);
                }
            }
        }

        private void block(Draft draft) throws StopException {
            Draft.Body body = draft.open();
            enter(draft.line());
            Token token = directives(body);
            depth--;
            body.close(comments());
            if (token.end() == Token.End.FILE_DONE) {
                throw stop("unexpected end of file, expecting \"}\"", token.line());
            }
            body.end(new Place(name, token.line()));
            last = null;
            closed = body;
            closedLine = token.line();
        }

        private Token next() throws StopException {
            try {
                return tokenizer.next();
            } catch (SyntaxException e) {
                throw stop(e.getMessage(), e.line());
            }
        }

        private StopException stop(String message, int line) {
            return new StopException(
                    new Problem(ordinal, Optional.of(new Place(name, line)), message, Optional.empty()));
        }

        private void enter(int line) throws StopException {
            depth++;
            if (depth > limits.depth()) {
                throw stop("more than " + limits.depth() + " blocks and includes within each other", line);
            }
        }

        /** The comments since the last directive; the one on its line is given to it. */
        private List<Comment> comments() {
            List<Comment> comments = tokenizer.takeComments();
            if (comments.isEmpty() || comments.get(0).ownLine()) {
                return comments;
            }
            Comment first = comments.get(0);
            if (last != null && last.line() == first.line()) {
                last.remark(first);
            } else if (last == null && closed != null && closedLine == first.line()) {
                closed.close(List.of(first));
            } else {
                return comments;
            }
            return comments.subList(1, comments.size());
        }

        private boolean isInclude(Token token) {
            return token.words().size() == 2 && token.words().get(0).text().equals("include");
        }

        private void include(Draft draft, String pattern, Draft.Body into) throws StopException {
            String full = pattern.startsWith("/") ? pattern : prefix + pattern;
            enter(draft.line());
            for (String file : Glob.isPattern(full) ? Glob.expand(full) : List.of(full)) {
                try {
                    draft.addComments(readFile(file, into));
                } catch (UnreadableException e) {
                    problems.add(new Problem(
                            draft.ordinal(),
                            Optional.of(new Place(name, draft.line())),
                            e.getMessage(),
                            Optional.empty()));
                }
            }
            depth--;
        }
    }
}
