package io.sluice.nginx.value;

/** Numbers, sizes and switches (nginx's ngx_atoi, ngx_parse_size, ngx_parse_offset, ngx_conf_set_flag_slot). */
public final class Numbers {
    private static final long K = 1024;

    private Numbers() {}

    /**
     * A number of decimal digits alone, at most {@link Long#MAX_VALUE}.
     *
     * @throws ValueException with {@code invalid number}
     */
    public static long number(String word) throws ValueException {
        long value = digits(word);
        if (value < 0) {
            throw new ValueException("invalid number");
        }
        return value;
    }

    /**
     * A number of bytes in memory: {@code 4096}, {@code 4k}, {@code 10m}, in either case; nothing greater has a letter.
     *
     * @throws ValueException with {@code invalid value}
     */
    public static long size(String word) throws ValueException {
        return scaled(word, false);
    }

    /**
     * A number of bytes of a file or a body: as {@link #size}, and {@code 1g}.
     *
     * @throws ValueException with {@code invalid value}
     */
    public static long offset(String word) throws ValueException {
        return scaled(word, true);
    }

    /**
     * {@code on} or {@code off}, in either case.
     *
     * @param directive the directive's name, for the message
     * @throws ValueException with {@code invalid value "x" in "directive" directive, it must be "on" or "off"}
     */
    public static boolean flag(String word, String directive) throws ValueException {
        if (word.equalsIgnoreCase("on")) {
            return true;
        }
        if (word.equalsIgnoreCase("off")) {
            return false;
        }
        throw new ValueException(
                "invalid value \"" + word + "\" in \"" + directive + "\" directive, it must be \"on\" or \"off\"");
    }

    private static long scaled(String word, boolean giga) throws ValueException {
        long scale = word.isEmpty() ? 1 : scale(word.charAt(word.length() - 1), giga);
        long value = digits(scale == 1 ? word : word.substring(0, word.length() - 1));
        if (value < 0 || value > Long.MAX_VALUE / scale) {
            throw new ValueException("invalid value");
        }
        return value * scale;
    }

    private static long scale(char unit, boolean giga) {
        return switch (unit) {
            case 'k', 'K' -> K;
            case 'm', 'M' -> K * K;
            case 'g', 'G' -> giga ? K * K * K : 1;
            default -> 1;
        };
    }

    /** The value of decimal digits; -1 where there are none, or others, or too many. */
    static long digits(String word) {
        if (word.isEmpty()) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < word.length(); i++) {
            int digit = word.charAt(i) - '0';
            if (digit < 0 || digit > 9 || value > (Long.MAX_VALUE - digit) / 10) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
